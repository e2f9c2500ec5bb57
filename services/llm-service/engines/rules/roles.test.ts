import { expect } from 'chai';
import { isCaseRole, isContractRole, roleName } from './roles.ts';

describe('roles', () => {
  it('of a case are told from names', () => {
    for (const role of [
      'Plaintiff,',
      'DEFENDANTS.',
      'Appellant/Cross-Appellee',
      'Third-Party Defendant',
      'Real Party in Interest',
      'Plaintiff Below, Appellee',
      'Petitioner(s)',
    ])
      expect(isCaseRole(role), role).to.equal(true);
    for (const name of ['Harbor Plaintiff Fund', 'and', 'THE STATE', 'Class', '12 Petitioners'])
      expect(isCaseRole(name), name).to.equal(false);
  });

  it('are named in the singular and in mixed case', () => {
    expect(roleName('APPELLANTS/CROSS-APPELLEES,')).to.equal('Appellant/Cross-Appellee');
    expect(roleName('Real Parties in Interest')).to.equal('Real Party in Interest');
    expect(roleName('(Plaintiff)')).to.equal('Plaintiff');
    expect(roleName('UNITED STATES DISTRICT JUDGES')).to.equal('United States District Judge');
  });

  it('of a contract are told from short names', () => {
    for (const role of ['Lender', 'the Company', 'Service Provider', 'Administrative Agent'])
      expect(isContractRole(role), role).to.equal(role !== 'the Company');
    for (const name of ['Bard', 'IBM', 'Harbor', '']) expect(isContractRole(name), name).to.equal(false);
  });
});
