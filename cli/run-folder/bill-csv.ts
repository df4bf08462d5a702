// Writes the bills of a run as FOCUS 1.2, for tools that read AWS's exports.
import type { PhaseName } from '#domain/storm/run-phase.ts';
import type { BillLine } from '#pricing/bill.ts';
import { billableMeters, type Service } from '#pricing/billable-meters.ts';
import { type Price, type PriceBook, priceOf } from '#pricing/price-book.ts';
import { usageRules } from '#runner/pricing/usage-types.ts';
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { csvLine } from './csv-line.ts';

/**
 * The columns of AWS's own FOCUS 1.2 exports in their order, and ours after them. Some stay empty:
 * a forecast has no invoice, commitment, reservation or resource. FOCUS wants `x_` before the name
 * of a column that it does not know.
 */
const columns = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingCurrency',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost',
  'PricingCurrencyListUnitPrice',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'SubAccountType',
  'Tags',
  'x_Basis',
  'x_Confidence',
  'x_CostHeal',
  'x_CostSteady',
  'x_CostStorm',
  'x_Meter',
  'x_ServiceCode',
] as const;

/** The cells that are not empty, by column. */
type FocusRow = Partial<Record<(typeof columns)[number], string>>;

/** FOCUS 1.2's names of AWS's services, and the allowed values of their category. */
const services: Readonly<Record<Service, readonly [name: string, category: string, sub: string]>> =
  {
    SQS: ['Amazon Simple Queue Service', 'Integration', 'Messaging'],
    Lambda: ['AWS Lambda', 'Compute', 'Serverless Compute'],
    DynamoDB: ['Amazon DynamoDB', 'Databases', 'NoSQL Databases'],
    'Step Functions': ['AWS Step Functions', 'Integration', 'Workflow Orchestration'],
    CloudWatch: ['Amazon CloudWatch', 'Management and Governance', 'Observability'],
    'X-Ray': ['AWS X-Ray', 'Management and Governance', 'Observability'],
    'Secrets Manager': ['AWS Secrets Manager', 'Security', 'Secret Management'],
    KMS: ['AWS Key Management Service', 'Security', 'Other (Security)'],
  };

/** AWS's names of the regions that ship. */
const regionNames: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'eu-central-1': 'Europe (Frankfurt)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
};

/** The bills of all policies, a row for each tier of each line. A policy is a sub-account. */
export function billCsv({ runs }: Pick<ComparisonResult, 'runs'>, book: PriceBook): string {
  const rows = runs.flatMap((run) => focusRows(run, book));
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map(csvLine)
    .join('');
}

/** The rows of one policy's bill. A meter without a price has no row, as its cost is not known. */
export function focusRows(run: BilledRun, book: PriceBook): FocusRow[] {
  return run.bill.lines.flatMap((line) => {
    const price = priceOf(book, line.meter);
    if (price === undefined) throw new Error(`expected a price of ${line.meter}, which was billed`);
    const common = { ...periodOf(run), ...billedTo(run), ...soldAs(line, price, run) };
    return chargesOf(line).map((charge) => ({ ...common, ...costOf(charge, line) }));
  });
}

/** Units at one price. Free units have the price 0. */
interface Charge {
  readonly name: string;
  readonly units: number;
  readonly usdPerUnit: number;
  readonly usd: number;
}

function chargesOf({ freeUnits, parts }: BillLine): Charge[] {
  const free = { name: 'free', units: freeUnits, usdPerUnit: 0, usd: 0 };
  const paid = parts.map((part) => ({ ...part, name: String(part.fromUnits) }));
  return [...(freeUnits > 0 ? [free] : []), ...paid];
}

function costOf({ name, units, usdPerUnit, usd }: Charge, line: BillLine): FocusRow {
  const cost = decimal(usd);
  const rate = decimal(usdPerUnit);
  const quantity = decimal(units);
  const unit = focusUnit(billableMeters[line.meter].pricedUnit);
  const share = line.costUsd === 0 ? 0 : usd / line.costUsd;
  const inPhase = (phase: PhaseName) => decimal(line.phaseUsd[phase] * share);
  return {
    BilledCost: cost,
    ConsumedQuantity: quantity,
    ConsumedUnit: unit,
    ContractedCost: cost,
    ContractedUnitPrice: rate,
    EffectiveCost: cost,
    ListCost: cost,
    ListUnitPrice: rate,
    PricingCurrencyContractedUnitPrice: rate,
    PricingCurrencyEffectiveCost: cost,
    PricingCurrencyListUnitPrice: rate,
    PricingQuantity: quantity,
    PricingUnit: unit,
    SkuPriceId: `${line.meter}.${name}`,
    x_CostHeal: inPhase('heal'),
    x_CostSteady: inPhase('steady'),
    x_CostStorm: inPhase('storm'),
  };
}

function soldAs({ meter, service, confidence }: BillLine, price: Price, run: BilledRun): FocusRow {
  const [name, category, subcategory] = services[service];
  const { region, asOf } = run.bill;
  const usageType = price.usageType ?? meter;
  return {
    ChargeCategory: 'Usage',
    ChargeDescription: `${service}, ${billableMeters[meter].label}`,
    ChargeFrequency: 'Usage-Based',
    PricingCategory: 'Standard',
    ProviderName: 'AWS',
    PublisherName: 'AWS',
    RegionId: region,
    RegionName: regionNames[region] ?? region,
    ServiceCategory: category,
    ServiceName: name,
    ServiceSubcategory: subcategory,
    SkuId: meter,
    SkuMeter: usageType,
    x_Basis: `estimate, list prices of ${asOf}`,
    x_Confidence: confidence,
    x_Meter: meter,
    x_ServiceCode: usageRules[meter].offer,
  };
}

function billedTo({ policy }: BilledRun): FocusRow {
  return {
    BillingAccountId: 'rebootstorm',
    BillingAccountName: 'rebootstorm, a forecast',
    BillingAccountType: 'Forecast',
    BillingCurrency: 'USD',
    InvoiceIssuerName: 'AWS',
    PricingCurrency: 'USD',
    SubAccountId: policy,
    SubAccountName: policy,
    SubAccountType: 'Policy',
    Tags: JSON.stringify({ policy }),
  };
}

/** A charge is for the whole run. The billing period is all months in which the run lies. */
function periodOf({ startMs, endMs }: BilledRun): FocusRow {
  const [start, end] = [new Date(startMs), new Date(endMs)];
  const month = (date: Date, later: number) =>
    isoSeconds(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later));
  return {
    BillingPeriodStart: month(start, 0),
    BillingPeriodEnd: month(end, 1),
    ChargePeriodStart: isoSeconds(startMs),
    ChargePeriodEnd: isoSeconds(endMs),
  };
}

function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** FOCUS writes units as capitalised words in the plural, such as `GB-Seconds`. */
function focusUnit(unit: string): string {
  const words = unit.replace(/(^|[ -])([a-z])/g, (_, before: string, letter: string) => {
    return before + letter.toUpperCase();
  });
  return words === 'GB' ? words : `${words}s`;
}

/**
 * A number with a decimal point and without an exponent, so that no reader takes it for an integer.
 */
function decimal(value: number): string {
  // A double has fifteen digits. The rest is noise of the product.
  const plain = Number(value.toPrecision(15)).toFixed(20).replace(/0+$/, '');
  return plain.endsWith('.') ? `${plain}0` : plain;
}
