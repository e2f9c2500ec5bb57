/** An embedding that can be followed by hand: one dimension for each group of words that mean the same. */

const groups = [
  ['rent', 'lease', 'tenant', 'landlord', 'premises'],
  ['honey', 'barrel', 'bees'],
  ['court', 'judge', 'motion', 'dismiss'],
  ['ship', 'vessel', 'cargo', 'harbor', 'boat'],
];

/** How often each group is spoken of, and a last dimension that all texts share, so that none is without a direction. */
export function toyVector(text: string): number[] {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return [...groups.map(group => words.filter(word => group.includes(word)).length), 0.1];
}
