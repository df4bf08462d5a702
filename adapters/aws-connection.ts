// How an operator's command reaches AWS itself. Until somebody has confirmed the account, its
// clients send nothing but the question whose account it is; then only to that account and region,
// and only as many billed requests as were priced.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { type AwsEnvironment, awsEnvironment } from './aws-environment.ts';
import { type CallContext, hostnameOf, type WatchedClient } from './client-watch.ts';
import type { ClientConfig, Connection } from './clients.ts';
import { type Environment, ForeignEndpointError } from './loopback.ts';
import { nothingLookedUp } from './loopback-connection.ts';
import { NoPermitError, type OperatorConnection } from './operator-connection.ts';
import { billedBy, type PricedService, type RequestsMax } from './priced-requests.ts';
import { noteFailedCalls } from './service-failure.ts';

/** Whom AWS takes the caller for. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

/** What somebody has confirmed. */
export interface Permit {
  readonly accountId: string;
  readonly region: string;
  readonly requestsMax: RequestsMax;
}

/** Keys as the usual provider chain found them. */
export type AwsKeys = Awaited<ReturnType<ReturnType<typeof defaultProvider>>>;

/** A connection to AWS itself. */
export interface AwsConnection extends OperatorConnection {
  readonly target: 'aws';
  /** Asks STS, the one question that needs no permit. */
  askCaller(): Promise<Caller>;
  /**
   * Lets requests through, to this account and region.
   * @throws {NoPermitError} the permit is for another account or region than the connection
   */
  permit(permit: Permit): void;
  /** The keys that were confirmed, for a child process. @throws {NoPermitError} */
  keys(): Promise<AwsKeys>;
}

/** The way of requests; tests have their own. */
export type Transport = NonNullable<ClientConfig['requestHandler']>;

/**
 * Prepares a connection by the environment, the user's AWS files and the SDK's usual chain of
 * providers: variables, profiles, SSO, assumed roles, the roles of a machine. Nothing is sent yet.
 * The chain itself reads the environment of the process.
 * @throws {ForeignEndpointError} an endpoint is named as well
 * @throws {NoRegionError} no region is named
 */
export async function awsConnection(
  env: Environment,
  transport: Transport = timeLimits,
): Promise<AwsConnection> {
  return connectionWith(await awsEnvironment(env), transport);
}

/** The time-outs end a call that nobody answers. */
const timeLimits = {
  connectionTimeout: 10_000,
  requestTimeout: 60_000,
  throwOnRequestTimeout: true,
};

function connectionWith({ region, profile }: AwsEnvironment, transport: Transport): AwsConnection {
  const guard = openGuard(region);
  const chain = defaultProvider({
    ...(profile === undefined ? {} : { profile }),
    clientConfig: { region, requestHandler: transport },
  });
  const credentials = async () => {
    const keys = await chain();
    guard.refuseAccount(keys.accountId);
    return keys;
  };
  const connect: Connection['connect'] = (client) => {
    const watched = client as unknown as WatchedClient;
    guard.watch(watched);
    noteFailedCalls(watched);
    return client;
  };
  const clientConfig = { region, credentials, ...nothingLookedUp, requestHandler: transport };
  return {
    target: 'aws',
    region,
    clientConfig,
    connect,
    get place() {
      const account = guard.accountId();
      return account === undefined ? 'AWS' : `AWS account ${account}`;
    },
    refuseForeign: (what, url) => guard.refuseForeign(what, url),
    async askCaller() {
      const client = connect(new STSClient({ ...clientConfig, extensions: [] }));
      try {
        const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
        guard.noteCaller(Account);
        return { accountId: Account, arn: Arn };
      } finally {
        client.destroy();
      }
    },
    permit: (permit) => guard.open(permit),
    keys() {
      guard.refuseUnpermitted('keys for a child process');
      return credentials();
    },
  };
}

/** What has been confirmed and sent so far, and what is refused because of it. */
function openGuard(region: string) {
  let callerId: string | undefined;
  let permit: Permit | undefined;
  const sent: Partial<Record<PricedService, number>> = {};

  const refuseUnpermitted = (what: string) => {
    if (permit !== undefined) return;
    throw new NoPermitError(`${what}: nothing is sent to AWS before its account is confirmed`);
  };
  /** Before a call has even looked for keys. */
  const refuseCall = ({ clientName = '', commandName = '' }: CallContext) => {
    if (clientName === 'STSClient' && commandName === 'GetCallerIdentityCommand') return;
    refuseUnpermitted(`${clientName.replace(/Client$/, '')} ${commandName}`);
  };
  /** Counts each try of a call, since each is billed. */
  const refuseUnpriced = ({ clientName = '', commandName = '' }: CallContext) => {
    const service = billedBy(clientName, commandName);
    if (service === undefined) return;
    const many = (sent[service] ?? 0) + 1;
    const most = permit?.requestsMax[service] ?? 0;
    if (many > most)
      throw new NoPermitError(
        `${service} was asked ${most.toLocaleString('en-US')} times, as many as were priced, and ` +
          'this command would ask more; nothing more was sent',
      );
    sent[service] = many;
  };
  return {
    accountId: () => permit?.accountId,
    noteCaller: (accountId: string) => {
      callerId = accountId;
    },
    open(asked: Permit) {
      if (asked.accountId !== callerId || asked.accountId === '' || asked.region !== region)
        throw new NoPermitError(
          `account ${asked.accountId} in ${asked.region} was confirmed, and the keys lead to ` +
            `account ${callerId || 'unknown'} in ${region}`,
        );
      permit = asked;
    },
    refuseUnpermitted,
    /** A profile can be changed while a command goes on. */
    refuseAccount(accountId: string | undefined) {
      if (permit === undefined || accountId === undefined || accountId === permit.accountId) return;
      throw new NoPermitError(
        `account ${permit.accountId} was confirmed, and the keys lead to ${accountId} by now`,
      );
    },
    refuseForeign(what: string, url: string) {
      const account = permit?.accountId;
      const { protocol = '', hostname = '', pathname = '' } = URL.canParse(url) ? new URL(url) : {};
      const isOfAws = protocol === 'https:' && isHostOfAws(hostname, region);
      if (isOfAws && pathname.startsWith(`/${account}/`)) return;
      throw new ForeignEndpointError(
        `${what} is '${url}', which is not in ${region} of ${account}`,
      );
    },
    watch({ middlewareStack }: WatchedClient) {
      middlewareStack.add(
        (next, context) => async (step) => {
          refuseCall(context);
          return next(step);
        },
        { step: 'initialize', priority: 'high', name: 'refuseCall' },
      );
      middlewareStack.add(
        (next, context) => async (step) => {
          refuseCall(context);
          refuseHost(step.request, region);
          refuseUnpriced(context);
          return next(step);
        },
        { step: 'deserialize', priority: 'low', name: 'refuseRequest' },
      );
    },
  };
}

/** The last check before the socket: AWS's own host, by TLS. */
function refuseHost(request: unknown, region: string): void {
  const hostname = hostnameOf(request);
  const { protocol } = request as { readonly protocol?: string };
  if (protocol === 'https:' && isHostOfAws(hostname, region)) return;
  throw new ForeignEndpointError(
    `refused a request to '${protocol}//${hostname}', which is not AWS in ${region}`,
  );
}

/** A service's own endpoint of one region (General Reference, "AWS service endpoints"). */
function isHostOfAws(hostname: string, region: string): boolean {
  return (
    /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(hostname) && hostname.endsWith(`.${region}.amazonaws.com`)
  );
}
