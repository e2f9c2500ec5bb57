/** What is said in the voicemail of `voicemail-fontaine.wav`. */

export const voicemail =
  'This is Marguerite Fontaine of Brightwater Composites, calling on November seventh. Mister Okafor, we stand behind every panel. The second cure was done, and the oven logs are in the archive. Please call me back before Friday about the balance of the invoice. Thank you.';
