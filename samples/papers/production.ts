/** What counsel handed over as one ZIP. */
import { damagesModel } from './unreadable.ts';

/** A letter among the members. */
export const coverLetter = `WHITLOCK DUNNE & AMES, P.A.

June 20, 2024

Miguel A. Sandoval
Pruitt & Sandoval LLP

Re:  Second production of Brightwater Composites LLC, C.A. No. 23-1187-RKL

Dear Mr. Sandoval:

This archive holds BWC-0005001 to BWC-0005002 and the oven records for October 17, 2022.

Jerome A. Whitlock
`;

/** A record in a folder whose name is not ASCII. */
export const ovenRecord = `OVEN 3 - RECORD OF OCTOBER 17, 2022

06:10  out of service, heating element 4
14:00  part ordered, three weeks
`;

/** The sheet among the members, which is not read. */
export const costSheet = [['Sheet of the production', 'BWC-0005002'], ...damagesModel];
