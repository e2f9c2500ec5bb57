/** Tells Office files apart where the beginning of a file alone does not say it. */

/** Documents of Word and what its relatives write, as they are detected. */
export const wordMediaTypes = [
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template',
  'application/vnd.ms-word.document.macroenabled.12',
  'application/vnd.ms-word.template.macroenabled.12',
] as const;

/** Members that only a package of Word has. */
const wordPart = /\bword\/(?:_rels\/|document\d*\.xml|styles|settings|numbering|fontTable|webSettings|theme\/|media\/)/;
/** Members that any Office package has. */
const officePart = /\[Content_Types\]\.xml|\b_rels\/\.rels|\bdocProps\/|\bcustomXml\//;
/** Members of other kinds of packages, which look the same at first. */
const otherPart = /\b(?:xl|ppt|visio|FixedPage|Documents\/\d+)\/|\.fdseq|META-INF\/|\.nuspec|AppxManifest/;

/**
 * Corrects what was detected from the first bytes of a ZIP. A package whose kind lies further back is taken for
 * Word's, by far the most frequent; its reader knows better and says so.
 */
export function settleOffice(mediaType: string, head: Buffer): string {
  const isZip = mediaType === 'application/zip';
  if (!isZip && mediaType !== wordMediaTypes[0]) return mediaType;
  const start = head.toString('latin1');
  if (wordPart.test(start)) return isZip ? wordMediaTypes[0] : mediaType;
  // A folder named "word" does not make a document.
  if (!officePart.test(start)) return 'application/zip';
  return isZip && otherPart.test(start) ? mediaType : wordMediaTypes[0];
}
