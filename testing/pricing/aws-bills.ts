// For tests: bills in the forms in which AWS exports them, made here.
import { csvLine } from '#cli/run-folder/csv-line.ts';

/** One row of a bill; every number as the text that stands in it. */
export interface BilledRow {
  readonly service: string;
  readonly usageType: string;
  readonly rateCode: string;
  readonly quantity: string;
  readonly cost: string;
  readonly rate?: string;
  readonly currency?: string;
  readonly category?: string;
  readonly start?: string;
  readonly end?: string;
  readonly description?: string;
}

/** A form of bill that the tests write. */
export type BilledForm = 'FOCUS 1.0' | 'FOCUS 1.2' | 'CUR 2.0';

const usually = {
  rate: '',
  currency: 'USD',
  start: '2026-11-01T00:00:00.000Z',
  end: '2026-11-01T01:00:00.000Z',
  description: '$0.40 per million, "the first 100 billion"\nof a month',
};

/** Header and rows, with what each form has beside the columns that are read. */
export function billCsv(form: BilledForm, rows: readonly BilledRow[]): string {
  const cells = rows.map((row) => cellsOf(form, { ...usually, ...row }));
  const header = Object.keys(cellsOf(form, { ...usually, ...emptyRow }));
  return [header, ...cells.map((row) => Object.values(row))].map(csvLine).join('');
}

const emptyRow = { service: '', usageType: '', rateCode: '', quantity: '', cost: '' };

function cellsOf(form: BilledForm, row: Required<Omit<BilledRow, 'category'>> & BilledRow) {
  const { service, usageType, rateCode, quantity, cost, rate, currency, start, end } = row;
  const { description, category = 'Usage' } = row;
  if (form === 'CUR 2.0')
    return {
      bill_billing_period_start_date: '2026-11-01 00:00:00.000',
      line_item_currency_code: currency,
      line_item_line_item_description: description,
      line_item_line_item_type: category,
      line_item_product_code: service,
      line_item_unblended_cost: cost,
      line_item_unblended_rate: rate,
      line_item_usage_amount: quantity,
      line_item_usage_end_date: end.replace('T', ' ').replace('Z', ''),
      line_item_usage_start_date: start.replace('T', ' ').replace('Z', ''),
      line_item_usage_type: usageType,
      pricing_public_on_demand_rate: rate,
      pricing_rate_code: rateCode,
      pricing_unit: 'Requests',
    };
  return {
    AvailabilityZone: '',
    BilledCost: cost,
    BillingCurrency: currency,
    ChargeCategory: category,
    ChargeDescription: description,
    ChargePeriodEnd: end,
    ChargePeriodStart: start,
    ConsumedQuantity: quantity,
    ...(form === 'FOCUS 1.2' ? { InvoiceId: '' } : {}),
    ListUnitPrice: rate,
    PricingQuantity: quantity,
    ...(form === 'FOCUS 1.2' ? { SkuMeter: usageType } : {}),
    SkuPriceId: rateCode,
    Tags: '{}',
    x_ServiceCode: service,
    ...(form === 'FOCUS 1.0' ? { x_UsageType: usageType } : {}),
  };
}
