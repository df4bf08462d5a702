// What the environment and the user's AWS files say of AWS itself: a region, and nothing that leads
// elsewhere. Everything is read on this machine.
import { loadSharedConfigFiles } from '@smithy/core/config';
import { type Environment, ForeignEndpointError } from './loopback.ts';

/** No region is named, and none is guessed: what is made or spent is made and spent there. */
export class NoRegionError extends Error {
  override readonly name = 'NoRegionError';
}

/** What was named for a command on AWS. */
export interface AwsEnvironment {
  readonly region: string;
  /** The profile that is named; undefined: none, so keys of the environment come first. */
  readonly profile: string | undefined;
}

/**
 * Reads the region and the profile, as AWS's own tools do.
 * @throws {ForeignEndpointError} a variable or the profile names an endpoint: an engine is meant
 * @throws {NoRegionError}
 */
export async function awsEnvironment(env: Environment): Promise<AwsEnvironment> {
  for (const [name, value] of Object.entries(env))
    if (name.startsWith('AWS_ENDPOINT_URL') && value) refuseMixed(`${name} is '${value}'`);
  const profile = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || undefined;
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const files = { ...credentialsFile, ...configFile };
  refuseEndpoints(profile ?? 'default', files);
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || files[profile ?? 'default']?.region;
  if (!region)
    throw new NoRegionError(
      'no region is named for AWS; export AWS_REGION=us-east-1, or give the profile one',
    );
  return { region, profile };
}

type Sections = Awaited<ReturnType<typeof loadSharedConfigFiles>>['configFile'];

/** Also those of the profiles that the profile takes its keys from. */
function refuseEndpoints(name: string, files: Sections, seen: readonly string[] = []): void {
  const profile = files[name];
  if (profile === undefined || seen.includes(name)) return;
  const services = files[`services.${profile.services}`] ?? {};
  for (const [field, value] of Object.entries({ ...services, ...profile }))
    if (/(^|\.)endpoint_url$/.test(field) && value)
      refuseMixed(`profile ${name} has ${field} '${value}'`);
  if (profile.source_profile) refuseEndpoints(profile.source_profile, files, [...seen, name]);
}

function refuseMixed(what: string): never {
  throw new ForeignEndpointError(
    `${what}, so an engine is meant, and --target aws is AWS itself; remove one of the two`,
  );
}
