// The kinds of failure of a call to a service, and what the user can do about each.
import type { Target } from './operator-connection.ts';

/** What became of a call that failed. */
export type FailureKind =
  | 'gone'
  | 'denied'
  | 'expired'
  | 'throttled'
  | 'refused'
  | 'unknown'
  | 'unhealthy'
  | 'sent-on'
  | 'no-tls'
  | 'no-keys'
  | 'lost'
  | 'unfit';

const engineChanged =
  'look at it with npx cdk drift, or deploy it again with npx rebootstorm deploy';
const awsChanged = 'deploy it again with npx rebootstorm deploy --target aws';
const inBetween = 'something between here and AWS answers in its place: is there a proxy?';

/** What helps, at an engine on this machine and at AWS. */
export const whatNow: Readonly<Record<Target, Readonly<Record<FailureKind, string>>>> = {
  engine: {
    gone: `the stack was changed or deleted in the meantime: ${engineChanged}`,
    denied:
      'the keys in the environment may not do this: take those that the stack was deployed with',
    expired: 'the keys in the environment have run out: export new ones',
    throttled: 'it gets too many requests just now: try again in a minute',
    refused: `the engine and this version do not fit, or the stack was changed: ${engineChanged}`,
    unknown: 'this engine does not have that call; npx rebootstorm doctor says what it lacks',
    unhealthy: 'the engine has a problem: see its log, and try again',
    'sent-on': 'no redirect is followed: let AWS_ENDPOINT_URL be the engine itself',
    'no-tls': 'write AWS_ENDPOINT_URL with http:// instead of https://',
    'no-keys': 'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
    lost: 'start the engine there and deploy the stack to it',
    unfit: 'is that the port of an engine? AWS_ENDPOINT_URL says which one is asked',
  },
  aws: {
    gone: `the stack was changed or deleted in the meantime: ${awsChanged}`,
    denied: 'this identity may not do it: take the one that deployed the stack',
    expired: 'the keys have run out: sign in again, as with aws sso login',
    throttled: 'it gets too many requests just now: try again in a minute',
    refused: `this version and the stack do not fit, or the stack was changed: ${awsChanged}`,
    unknown: inBetween,
    unhealthy: 'AWS has a problem: see https://health.aws.amazon.com, and try again',
    'sent-on': inBetween,
    'no-tls': inBetween,
    'no-keys': 'sign in, as with aws sso login, and export AWS_PROFILE; or export keys',
    lost: 'is there a network, and does AWS have a region of that name?',
    unfit: inBetween,
  },
};
