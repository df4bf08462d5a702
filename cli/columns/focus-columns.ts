// The columns of `bill.csv` that have a value. FOCUS 1.2 (focus.finops.org) defines those without
// x_; here is what ours hold.
import { type ColumnTable, type ColumnWords, column } from './column-words.ts';

const costOfRow = column('US$', 'What the row costs, at list prices.');
const pricePerUnit = column('US$', 'The list price of one unit.');

/** Columns of FOCUS that a forecast fills. */
export const focusColumns: ColumnTable = {
  BilledCost: costOfRow,
  BillingAccountId: column('', 'Always rebootstorm: no account was billed.'),
  BillingAccountName: column('', 'Says that it is a forecast.'),
  BillingAccountType: column('', 'Always Forecast.'),
  BillingCurrency: column('', 'Always USD.'),
  BillingPeriodEnd: column('UTC', 'The end of the last month in which the run lies.'),
  BillingPeriodStart: column('UTC', 'The start of the first month in which the run lies.'),
  ChargeCategory: column('', 'Always Usage.'),
  ChargeDescription: column('', 'The service, and what is counted.'),
  ChargeFrequency: column('', 'Always Usage-Based.'),
  ChargePeriodEnd: column('UTC', 'When the run ended, in virtual time.'),
  ChargePeriodStart: column('UTC', 'When the run started, in virtual time.'),
  ConsumedQuantity: column('see ConsumedUnit', 'How many units were used.'),
  ConsumedUnit: column('', 'The unit that was used.'),
  ContractedCost: costOfRow,
  ContractedUnitPrice: pricePerUnit,
  EffectiveCost: costOfRow,
  InvoiceIssuerName: column('', 'Always AWS.'),
  ListCost: costOfRow,
  ListUnitPrice: pricePerUnit,
  PricingCategory: column('', 'Always Standard.'),
  PricingCurrency: column('', 'Always USD.'),
  PricingCurrencyContractedUnitPrice: pricePerUnit,
  PricingCurrencyEffectiveCost: costOfRow,
  PricingCurrencyListUnitPrice: pricePerUnit,
  PricingQuantity: column('see PricingUnit', 'How many units are priced.'),
  PricingUnit: column('', 'The unit that is priced.'),
  ProviderName: column('', 'Always AWS.'),
  PublisherName: column('', 'Always AWS.'),
  RegionId: column('', 'The region whose prices were taken.'),
  RegionName: column('', 'Its name.'),
  ServiceCategory: column('', 'The category of the service, as FOCUS has it.'),
  ServiceName: column('', 'The name of the service.'),
  ServiceSubcategory: column('', 'The finer category of the service.'),
  SkuId: column('', 'The meter that is billed.'),
  SkuMeter: column('', "AWS's usage type of it."),
  SkuPriceId: column('', 'The meter, and the quantity from which this price applies.'),
  SubAccountId: column('', 'The policy: each has a bill of its own.'),
  SubAccountName: column('', 'The policy.'),
  SubAccountType: column('', 'Always Policy.'),
  Tags: column('JSON', 'The policy as a tag.'),
  x_Basis: column('', 'What the price is from, with its date.'),
  x_Confidence: column('', 'How well the metered quantity is known.'),
  x_CostHeal: column('US$', 'The part of the cost from the last restart until healed.'),
  x_CostSteady: column('US$', 'The part before the first restart and after healing.'),
  x_CostStorm: column('US$', 'The part from the first restart to the last.'),
  x_Meter: column('', 'The meter, by its name in result.json.'),
  x_ServiceCode: column('', "AWS's code of the service in its price lists."),
};

/** Any other column of FOCUS. */
export const emptyFocusColumn: ColumnWords = column('', 'Empty: a forecast has nothing for it.');
