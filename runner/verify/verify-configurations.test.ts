// Compares both clouds under other configurations than the usual one. The template is synthesised
// with each, and the twin gets the same.
import { resolve } from 'node:path';
import { readConfiguration, type SettingWords } from '#domain/stack/stack-configuration.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { policyNamed } from '../policy-choice.ts';
import { verifyClouds } from './verify-clouds.ts';

const smallBatches = {
  loginBatchSize: 5,
  loginBatchWindowSeconds: 1,
  membershipBatchSize: 5,
  membershipBatchWindowSeconds: 0,
  memoryMb: 512,
};

const allThatCanBeSeen = { tracing: 'on', metrics: 'all', architecture: 'x86' };

const expressWithoutWords = {
  loginBatchWindowSeconds: 10,
  membershipBatchWindowSeconds: 5,
  mapChildren: 'express',
  logLevel: 'warn',
};

test.each([
  ['small batches and large functions', smallBatches],
  ['traces and every metric, on x86', allThatCanBeSeen],
  ['long windows, Express children and no log of what went well', expressWithoutWords],
])(
  'the clouds agree on a drill with %s',
  async (_title, words: SettingWords) => {
    const read = readConfiguration(words);
    if (read.kind === 'refused') throw new Error(read.problems.join());
    const { configuration } = read;
    const [verified] = await verifyClouds({
      scenario: 'drill',
      nodes: 200,
      policies: [policyNamed('resilient')],
      seeds: [1, 2, 3, 4, 5, 6],
      against: 'twin',
      configuration,
      template: readStackTemplate(resolve('cli'), configuration),
      workerPath: null,
      onRun: () => {},
    });
    const rows = verified?.comparison.rows ?? [];
    expect(rows.filter(({ verdict }) => verdict === 'outside' || verdict === 'missing')).toEqual(
      [],
    );
    const meters = ['sqs.requests', 'lambda.gbSeconds', 'dynamodb.writeUnits', 'logs.bytes'];
    const { architecture, tracing } = configuration;
    meters.push(architecture === 'arm64' ? 'lambda.armGbSeconds' : 'lambda.x86GbSeconds');
    expect(rows.some(({ name }) => name === 'xray.traces')).toBe(tracing === 'on');
    if (tracing === 'on') meters.push('xray.traces', 'cloudwatch.metricHours');
    for (const meter of meters) {
      const distance = rows.find(({ name }) => name === meter)?.distance ?? Number.NaN;
      expect(Math.abs(distance)).toBeLessThan(0.15);
    }
    expect(verified?.comparison.endedAlikeCount).toBe(6);
    const isExpress = configuration.mapChildren === 'express';
    const express = rows.find(({ name }) => name === 'stepFunctions.expressRequests');
    expect(express?.verdict).toBe(isExpress ? 'within' : undefined);
  },
  120_000,
);
