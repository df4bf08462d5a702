// The columns of `wire.csv`.
import { type ColumnWords, column } from './column-words.ts';

const times = 'times';
const share = '0 to 1';

/** Of the `wire.csv` of figures of the wire alone. */
export const wireColumns = {
  flowsRatio: column(times, 'Flows at the hosts, to those of the quiet week.'),
  packetsInRatio: column(times, 'Packets that came in, to those of the quiet week.'),
  peersRatio: column(times, 'PCs that the hosts met, each host by itself, to the quiet week.'),
  busiestPeersRatio: column(times, 'The same of the host that met most.'),
  longerRatio: column(times, 'Longer talks, to those of the quiet week.'),
  busiestShare: column(share, 'The part of the busiest host in the flows of all hosts.'),
  topTenShare: column(share, 'The part of the ten busiest hosts in the flows of all hosts.'),
  answeredShare: column(share, 'The part of flows that are a question with an answer.'),
  unansweredShare: column(share, 'The part of flows that are a question without an answer.'),
  longerShare: column(share, 'The part of flows that are longer talks.'),
  packetsInPerFlow: column('packets', 'Packets that came in, for each flow that came in.'),
  rankCorrelation: column('-1 to 1', 'How far the supernodes asked most are those of before.'),
  leaps: column('supernodes', 'Of the ten asked most, those not among the fifty of before.'),
  'busiestShare.quiet': column(share, 'The same of the quiet week.'),
  'topTenShare.quiet': column(share, 'The same of the quiet week.'),
  'answeredShare.quiet': column(share, 'The same of the quiet week.'),
  'unansweredShare.quiet': column(share, 'The same of the quiet week.'),
  'longerShare.quiet': column(share, 'The same of the quiet week.'),
  'packetsInPerFlow.quiet': column('packets', 'The same of the quiet week.'),
} as const satisfies Record<string, ColumnWords>;
