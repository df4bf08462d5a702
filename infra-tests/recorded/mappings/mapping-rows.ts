// What AWS was recorded to answer for event source mappings.

import { mappedWorker } from '../../contract/mapping/mapped-worker.ts';
import { NOT_MADE, type RecordedRow } from '../recorded-row.ts';

/** Every row of event source mappings. */
export const mappingRows: readonly RecordedRow[] = [
  {
    service: 'mappings',
    title: 'a batch of more than ten needs a window',
    resources: mappedWorker({ body: '', mapping: { BatchSize: 11 } }),
    ask: async () => 'made',
    answer: NOT_MADE,
    source: { suite: 'aws/aws-cdk', test: 'issue 11722', date: '2020-11' },
  },
];
