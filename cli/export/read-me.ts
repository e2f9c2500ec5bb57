/** The README of an exported folder: what somebody must know who has nothing but the files. */
export const readMe = `An export of the legal document pipeline. One JSON object a line in every .jsonl file, in the order of the
documents; \`documentId\` ties a row to its document.

project.json         the project, its report (received = the sum of all states) and the files refused at the door
documents.jsonl      every document, whatever its state
texts/<id>.txt       the frozen text of a document, exactly, in UTF-8 without a byte order mark
segments.jsonl       pages, sections or utterances; kind "missing": a page that could not be read, with its code
words.jsonl          the words of a segment, by \`ordinal\` of the segment: arrays with one entry a word
chunks.jsonl         pieces for retrieval: a partition of the text
mentions.jsonl       places that name an entity; \`canonicalEntityId\` says which, \`rootEntityId\` what that was merged into
entities.jsonl       canonical entities of the project; one with \`mergedInto\` is the same as that one
facts.jsonl          facts, each with its quote; "unverified": the quote was not found in the text
relationships.jsonl  edges of the graph, as each document states them
graph.graphml        the graph, for Gephi, yEd, networkx
nodes-*.csv, relationships.csv   the graph, for Neo4j

Offsets. charStart and charEnd count UTF-16 units of the frozen text, as JavaScript does: text.slice(charStart, charEnd)
is the quoted thing. Python counts code points; there, use
    text.encode('utf-16-le')[2 * start : 2 * end].decode('utf-16-le')

Segments. The frozen text is the texts of the segments in order, joined by one blank line, that is by two line feeds.

Words. starts and ends count from the start of the segment's text. boxes holds four numbers a word: x, y, width, height,
as fractions of the page as it is displayed, origin top left. confidences: 0 to 100; empty for a text layer.

Pages. pageFirst and pageLast number pages from 1; null where a document has none, such as a text file.

Graph. Nodes are the project, its documents, chunks, mentions and canonical entities: those that were merged into another
are that one. charStart and charEnd of an edge are its evidence, in the text of the document \`documentId\`.
    BELONGS_TO, CHILD_OF, NEXT_CHUNK, CONTAINS_MENTION, MEMBER_OF_CLUSTER   what is part of what
    PARTY_TO (role), JUDGE_OF, DEFINED_AS (term)    entity to document
    REPRESENTS      counsel to party
    CITES (count)   document to authority;  IDENTIFIES   authority to the document of the project it is the citation of
    REPLIES_TO      mail to mail;  ATTACHED_TO   attachment to mail
Properties that have no column are JSON in \`more\`. To make a Neo4j database of it, while the server is stopped:
    neo4j-admin database import full --nodes=nodes-projects.csv --nodes=nodes-documents.csv --nodes=nodes-chunks.csv \\
      --nodes=nodes-mentions.csv --nodes=nodes-entities.csv --relationships=relationships.csv \\
      --multiline-fields=true --array-delimiter=U+001F neo4j

These files are as privileged as the originals.
`;
