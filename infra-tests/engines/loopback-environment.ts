// The environment in which nothing can reach AWS: no credentials, one loopback endpoint.

/** The account that both engines give to the access key `test`. */
export const ENGINE_ACCOUNT = '000000000000';
export const ENGINE_REGION = 'us-east-1';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * With these the CDK, the SDK and the `aws` command speak to `endpoint` only. Files and
 * the metadata service are switched off, so that no profile or role can take their place.
 */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: ENGINE_REGION,
    AWS_DEFAULT_REGION: ENGINE_REGION,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** `inherited` without AWS settings, CDK settings and proxies, then `added`: for our programs. */
export function loopbackEnvironment(
  inherited: Environment,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && !LEFT_BEHIND.test(name)) kept[name] = value;
  }
  return { ...kept, ...added };
}

/**
 * The little that an engine itself needs of our environment. MiniStack hands its whole environment
 * to the functions that it runs, so anything else would show up in `process.env` of a handler.
 */
export function engineEnvironment(
  inherited: Environment,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of NEEDED_BY_ENGINES) {
    const value = inherited[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...added };
}

const LEFT_BEHIND = /^(AWS_|CDK_|LOCALSTACK_|(https?|all)_proxy$)/i;
const NEEDED_BY_ENGINES = ['PATH', 'LANG', 'LC_ALL', 'TZ'];
