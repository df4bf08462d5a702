// Every quota of AWS that the stack can meet, in one table. docs/quotas.md is made from it.
import { dynamoDbQuotas } from './dynamodb-quotas.ts';
import { lambdaQuotas } from './lambda-quotas.ts';
import { otherQuotas } from './other-quotas.ts';
import { sqsQuotas } from './sqs-quotas.ts';
import { stepFunctionsQuotas } from './step-functions-quotas.ts';

/** By a name for code; results name the quotas that were met by it. */
export const quotas = {
  ...stepFunctionsQuotas,
  ...lambdaQuotas,
  ...sqsQuotas,
  ...dynamoDbQuotas,
  ...otherQuotas,
};

export type QuotaName = keyof typeof quotas;
