/** The package has no types: the part of Emscripten's module that we use. */
declare module '@echogarden/fvad-wasm' {
  interface Fvad {
    _fvad_new(): number;
    _fvad_set_mode(handle: number, mode: number): number;
    _fvad_set_sample_rate(handle: number, rate: number): number;
    _fvad_process(handle: number, frame: number, length: number): number;
    _malloc(bytes: number): number;
    /** Its memory never grows: views of it stay good. */
    HEAP16: Int16Array;
  }
  export default function create(options?: { wasmBinary?: Uint8Array }): Promise<Fvad>;
}
