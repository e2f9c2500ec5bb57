/** What the parties to a case and to a contract are called. */

const caseRoles = new Set(
  `plaintiff defendant petitioner respondent appellant appellee claimant movant debtor intervenor employee employer applicant
  complainant relator garnishee objector protestant insurer carrier contestant contestee caveator libelant obligor
  obligee defendant-in-intervention juvenile decedent taxpayer grievant`.split(/\s+/),
);
/** What may stand beside these: "Third-Party", "Cross-", "Real Party in Interest", "Plaintiff Below". */
const roleCompany = new Set(
  `third party parties cross counter counterclaim crossclaim real interested in interest and below co lead nominal intervening
  proposed amicus amici curiae the pro se class involuntary consolidated self insured alleged`.split(/\s+/),
);
const wholeRoles = /^(?:real part(?:y|ies) in interest|interested part(?:y|ies)|amic(?:us|i) curiae)$/i;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];
const singularWord = (word: string): string =>
  word
    .replace(/^amici$/i, 'Amicus')
    .replace(/parties$/i, 'Party')
    .replace(/(?<=[a-z]{3})(?<!s|u|^state)s$/i, '');

/** Whether the text is nothing but what a party to a case is called: `Plaintiffs,`, `Appellee/Cross-Appellant`. */
export function isCaseRole(text: string): boolean {
  if (text.length > 90 || /\d/.test(text)) return false;
  const words = wordsOf(text.replace(/\(s\)/gi, 's'));
  const stripped = text.trim().replace(/[.,;:]+$/, '');
  if (wholeRoles.test(stripped)) return true;
  return (
    words.some(word => caseRoles.has(singularWord(word))) &&
    words.every(word => caseRoles.has(singularWord(word)) || roleCompany.has(word))
  );
}

/** The role in the singular and in mixed case: `APPELLANTS/CROSS-APPELLEES,` is `Appellant/Cross-Appellee`. */
export function roleName(text: string): string {
  const plain = text
    .replace(/\(s\)/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:.()]+|[\s,;:.()]+$/g, '');
  return plain.replace(/[A-Za-z]+/g, word => {
    const lower = word.toLowerCase();
    if (['in', 'and', 'the'].includes(lower)) return lower;
    const one = singularWord(lower);
    return one.charAt(0).toUpperCase() + one.slice(1).toLowerCase();
  });
}

/** Words contracts use for who takes part. */
const contractRoleWords = new Set(
  `company sponsor buyer seller supplier purchaser vendor customer client licensor licensee lessor lessee landlord tenant
  borrower lender guarantor pledgor pledgee mortgagor mortgagee grantor grantee assignor assignee transferor transferee consultant
  contractor subcontractor employee employer executive distributor manufacturer agent principal franchisor franchisee provider
  recipient discloser owner operator manager member partner shareholder stockholder investor issuer underwriter trustee
  beneficiary settlor depositor servicer custodian administrator advisor adviser representative reseller dealer developer
  publisher producer artist author host club team university institution bank parent subsidiary holder indemnitor indemnitee
  obligor obligee creditor debtor secured merger sub optionor optionee insurer insured carrier shipper broker processor
  user subscriber affiliate marketer promoter endorser talent builder architect engineer county city state district
  corporation partnership fund trust plaintiff defendant claimant respondent releasor releasee party collateral
  administrative escrow initial existing new general limited managing joint venturer service`.split(/\s+/),
);

/** Whether a defined term says what somebody is in a contract (`Lender`, `Service Provider`) and not who it is (`Bard`). */
export function isContractRole(term: string): boolean {
  const words = wordsOf(term);
  return words.length > 0 && words.length <= 4 && words.every(word => contractRoleWords.has(singularWord(word)));
}
