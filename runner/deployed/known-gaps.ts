// What the engines that say their name are known not to do, where it touches this project. All
// cases of the contract suite in which they differ are in docs/known-differences.md.
import type { EngineKind } from '#adapters/account/engine-kind.ts';

/** By engine, one sentence each, as seen with MiniStack 1.5.33 and LocalStack 2026.3.0. */
export const knownGaps: Readonly<Record<EngineKind['name'], readonly string[]>> = {
  'rebootstorm local': [
    'IAM is not enforced, so a missing grant is not noticed.',
    'There is no CloudWatch and no X-Ray, so most meters are unseen.',
    'Its one stack stands from the start: it is neither deployed nor deleted.',
    'All state is gone when it ends.',
  ],
  MiniStack: [
    'A retry or a catch by the name of an error never matches: all errors of functions have one.',
    'IAM is not enforced, so a missing grant is not noticed.',
    'The time to live that the template sets is ignored, so old items stay.',
    'CloudWatch counts little, so most meters are unseen.',
    'Its list of dashboards cannot be read while there is one, so destroy finds none before.',
  ],
  LocalStack: [
    'It keeps log groups /aws/lambda/… of its own when a stack is deleted.',
    'The memory limit of a function is not enforced.',
    'All state is gone when it ends.',
  ],
  other: ['An unknown engine: npm run contract -- --endpoint URL shows what differs.'],
};
