/** What the tests use of yazl, which comes without types. */
declare module 'yazl' {
  export class ZipFile {
    outputStream: NodeJS.ReadableStream;
    addBuffer(content: Buffer, path: string, options?: { mode?: number }): void;
    end(): void;
  }
}
