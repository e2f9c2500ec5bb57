/** Tells what an OLE compound file holds (MS-CFB): an Outlook message, an encrypted Office file, an old Office file. */

/** Media types of what compound files hold, and of one whose directory is not among the bytes that were seen. */
export const compoundTypes = {
  outlook: 'application/vnd.ms-outlook',
  encrypted: 'application/x-ole-encrypted',
  word: 'application/msword',
  excel: 'application/vnd.ms-excel',
  powerPoint: 'application/vnd.ms-powerpoint',
  unknown: 'application/x-cfb',
} as const;

type CompoundType = (typeof compoundTypes)[keyof typeof compoundTypes];

const signature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const entryBytes = 128;
/** Numbers from here on are marks, not sectors. */
const lastSector = 0xfffffffa;

/** First of the names that tell, in this order: an encrypted file may hold other streams beside its package. */
const telling: readonly (readonly [RegExp, CompoundType])[] = [
  [/^EncryptedPackage$/, compoundTypes.encrypted],
  [
    /^__(?:properties_version1\.0|nameid_version1\.0|recip_version1\.0_|attach_version1\.0_|substg1\.0_)/,
    compoundTypes.outlook,
  ],
  [/^WordDocument$/, compoundTypes.word],
  [/^(?:Workbook|Book)$/, compoundTypes.excel],
  [/^PowerPoint Document$/, compoundTypes.powerPoint],
];

/** The kind of a compound file from its beginning or all of it; undefined if it is none. */
export function compoundType(bytes: Buffer): CompoundType | undefined {
  if (bytes.length < 512 || !bytes.subarray(0, 8).equals(signature)) return undefined;
  const names = entryNames(bytes);
  return telling.find(([pattern]) => names.some(name => pattern.test(name)))?.[1] ?? compoundTypes.unknown;
}

/** Names of the directory entries in the sectors that are there. */
function entryNames(bytes: Buffer): string[] {
  const names: string[] = [];
  const sectorBytes = bytes.readUInt16LE(30) === 12 ? 4096 : 512;
  const at = (sector: number) => (sector + 1) * sectorBytes;
  const seen = new Set<number>();
  let sector = bytes.readUInt32LE(48);
  while (sector < lastSector && !seen.has(sector) && at(sector) + sectorBytes <= bytes.length) {
    seen.add(sector);
    for (let entry = at(sector); entry < at(sector) + sectorBytes; entry += entryBytes) {
      const length = bytes.readUInt16LE(entry + 64);
      if (length >= 4 && length <= 64) names.push(bytes.toString('utf16le', entry, entry + length - 2));
    }
    sector = nextSector(bytes, sector, sectorBytes) ?? lastSector;
  }
  return names;
}

/** The allocation table's word on what follows a sector; the first 109 of its own sectors are listed in the header. */
function nextSector(bytes: Buffer, sector: number, sectorBytes: number): number | undefined {
  const perSector = sectorBytes / 4;
  const table = Math.floor(sector / perSector);
  if (table >= 109) return undefined;
  const place = (bytes.readUInt32LE(76 + 4 * table) + 1) * sectorBytes + 4 * (sector % perSector);
  return place + 4 <= bytes.length ? bytes.readUInt32LE(place) : undefined;
}
