// The columns of `wire.csv`.
import { type ColumnWords, column } from './column-words.ts';

const times = 'times';
const share = '0 to 1';

/** Of the `wire.csv` of figures of the wire alone. */
export const wireColumns = {
  flowsRatio: column(times, 'Flows at the hosts, to those of the quiet week.'),
  peersRatio: column(times, 'PCs that the hosts met, each host by itself, to the quiet week.'),
  busiestPeersRatio: column(times, 'The same of the host that met most.'),
  longerRatio: column(times, 'Peers met by more than one question, to those of the quiet week.'),
  busiestShare: column(share, 'The part of the busiest host in the flows of all hosts.'),
  topTenShare: column(share, 'The part of the ten busiest hosts in the flows of all hosts.'),
  answeredShare: column(share, 'The part of peers met by one question, with an answer.'),
  unansweredShare: column(share, 'The part of peers met by one question, without an answer.'),
  longerShare: column(share, 'The part of peers met by more than one question.'),
  rankCorrelation: column(
    '-1 to 1',
    'How far the order of the hosts asked most is that of before.',
  ),
  leaps: column('hosts', 'Of the ten asked most, those not among the fifty of before.'),
  'busiestShare.quiet': column(share, 'The same of the quiet week.'),
  'topTenShare.quiet': column(share, 'The same of the quiet week.'),
  'answeredShare.quiet': column(share, 'The same of the quiet week.'),
  'unansweredShare.quiet': column(share, 'The same of the quiet week.'),
  'longerShare.quiet': column(share, 'The same of the quiet week.'),
} as const satisfies Record<string, ColumnWords>;
