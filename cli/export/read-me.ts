/** The README of an exported folder: what somebody must know who has nothing but the files. */
export const readMe = `An export of the legal document pipeline. One JSON object a line in every .jsonl file, in the order of the
documents; \`documentId\` ties a row to its document.

project.json         the project, its report (received = the sum of all states) and the files refused at the door
documents.jsonl      every document, whatever its state
texts/<id>.txt       the frozen text of a document, exactly, in UTF-8 without a byte order mark
segments.jsonl       pages, sections or utterances; kind "missing": a page that could not be read, with its code
words.jsonl          the words of a segment, by \`ordinal\` of the segment: arrays with one entry a word
chunks.jsonl         pieces for retrieval: a partition of the text
mentions.jsonl       places that name an entity; \`canonicalEntityId\` says which
entities.jsonl       canonical entities of the project
facts.jsonl          facts, each with its quote; "unverified": the quote was not found in the text
relationships.jsonl  edges of the graph

Offsets. charStart and charEnd count UTF-16 units of the frozen text, as JavaScript does: text.slice(charStart, charEnd)
is the quoted thing. Python counts code points; there, use
    text.encode('utf-16-le')[2 * start : 2 * end].decode('utf-16-le')

Segments. The frozen text is the texts of the segments in order, joined by one blank line, that is by two line feeds.

Words. starts and ends count from the start of the segment's text. boxes holds four numbers a word: x, y, width, height,
as fractions of the page as it is displayed, origin top left. confidences: 0 to 100; empty for a text layer.

Pages. pageFirst and pageLast number pages from 1; null where a document has none, such as a text file.

These files are as privileged as the originals.
`;
