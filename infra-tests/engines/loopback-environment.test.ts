import { awsEnvironment, engineEnvironment, loopbackEnvironment } from './loopback-environment.ts';

const ofAPerson = {
  PATH: '/usr/bin',
  HOME: 'ada',
  AWS_PROFILE: 'production',
  AWS_SESSION_TOKEN: 'secret',
  AWS_ENDPOINT_URL_SQS: 'https://sqs.example',
  CDK_DEFAULT_ACCOUNT: '123456789012',
  https_proxy: 'http://proxy.example',
  HTTPS_PROXY: 'http://proxy.example',
  UNSET: undefined,
};

test('a deploy inherits the person’s environment, but no account, endpoint or proxy', () => {
  const environment = loopbackEnvironment(ofAPerson, awsEnvironment('http://127.0.0.1:4566'));

  expect(environment).toEqual({
    PATH: '/usr/bin',
    HOME: 'ada',
    ...awsEnvironment('http://127.0.0.1:4566'),
  });
});

test('profiles, credential files and the metadata service are out of reach of a deploy', () => {
  expect(awsEnvironment('http://127.0.0.1:1')).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

test('an engine gets the path and its own settings, since it hands them on to functions', () => {
  expect(engineEnvironment(ofAPerson, { GATEWAY_PORT: '4566' })).toEqual({
    PATH: '/usr/bin',
    GATEWAY_PORT: '4566',
  });
});
