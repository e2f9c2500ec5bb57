/** Tells the text of a model that went round in a circle. */

/** People say a word four times; six times the same, over most of the answer, is a model that went round in a circle. */
const fewestRounds = 6;
const longestRound = 12;

/** True if most of the text is one thing over and over. Linear in its length. */
export function isLoop(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  for (let size = 1; size <= longestRound; size++) {
    let same = 0;
    for (let at = size; at < words.length; at++) {
      same = words[at] === words[at - size] ? same + 1 : 0;
      if (same + size >= fewestRounds * size && same + size >= words.length / 2) return true;
    }
  }
  return false;
}
