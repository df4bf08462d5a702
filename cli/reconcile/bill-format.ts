// The columns of each form in which AWS exports bills.

/** The fields that are read of each row. */
export const billFields = [
  'rateCode',
  'service',
  'usageType',
  'quantity',
  'cost',
  'rate',
  'currency',
  'category',
  'start',
  'end',
] as const;

/** One of them. */
export type BillField = (typeof billFields)[number];

/** A form of exported bill. */
export interface BillFormat {
  readonly name: 'FOCUS 1.0' | 'FOCUS 1.2' | 'CUR 2.0';
  /** The columns that may hold a field. The first one that is not empty counts. */
  readonly columns: Readonly<Record<BillField, readonly string[]>>;
  /** Categories of usage. All others are taxes, credits or fees. */
  readonly usage: readonly string[];
}

const focusColumns = {
  rateCode: ['SkuPriceId'],
  service: ['x_ServiceCode'],
  usageType: ['x_UsageType', 'SkuMeter'],
  quantity: ['ConsumedQuantity', 'PricingQuantity'],
  cost: ['BilledCost'],
  rate: ['ListUnitPrice'],
  currency: ['BillingCurrency'],
  category: ['ChargeCategory'],
  start: ['ChargePeriodStart'],
  end: ['ChargePeriodEnd'],
} as const;

/**
 * Sources: AWS documentation, "FOCUS 1.0 with AWS columns", "FOCUS 1.2 with AWS columns" (which has
 * `SkuMeter` for 1.0's `x_UsageType`) and "CUR 2.0" (November 2026).
 */
const formats: readonly BillFormat[] = [
  { name: 'FOCUS 1.2', columns: focusColumns, usage: ['Usage'] },
  {
    name: 'CUR 2.0',
    columns: {
      rateCode: ['pricing_rate_code'],
      service: ['line_item_product_code'],
      usageType: ['line_item_usage_type'],
      quantity: ['line_item_usage_amount'],
      cost: ['line_item_unblended_cost'],
      rate: ['line_item_unblended_rate'],
      currency: ['line_item_currency_code'],
      category: ['line_item_line_item_type'],
      start: ['line_item_usage_start_date'],
      end: ['line_item_usage_end_date'],
    },
    usage: ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'],
  },
];

/** The positions of the fields in a file. */
export interface BillLayout {
  readonly format: BillFormat;
  /** Positions in a row. The first one that is not empty counts. */
  readonly positions: Readonly<Record<BillField, readonly number[]>>;
}

/** A header that lacks columns, and the form that it is nearest to. */
export interface LackingColumns {
  readonly format: BillFormat;
  readonly missing: readonly string[];
}

/** Fields that a bill may lack. No sum depends on them. */
const optional: ReadonlySet<BillField> = new Set(['rate']);

/** Finds the form of a header. Case is ignored, because Athena writes names in lower case. */
export function layoutOf(header: readonly string[]): BillLayout | LackingColumns {
  const names = header.map((name) => name.trim().toLowerCase());
  const tried = formats.map((format) => {
    const at = (field: BillField) =>
      format.columns[field]
        .map((column) => names.indexOf(column.toLowerCase()))
        .filter((position) => position >= 0);
    const positions = Object.fromEntries(billFields.map((field) => [field, at(field)])) as Record<
      BillField,
      number[]
    >;
    const missing = billFields
      .filter((field) => positions[field].length === 0 && !optional.has(field))
      .map((field) => format.columns[field].join(' or '));
    return { format, positions, missing };
  });
  const [nearest] = tried.sort((a, b) => a.missing.length - b.missing.length);
  if (nearest === undefined) throw new Error('expected a format of bills');
  const { format, positions, missing } = nearest;
  if (missing.length > 0) return { format, missing };
  // FOCUS 1.0 has no SkuMeter.
  const isOld = format.name === 'FOCUS 1.2' && !names.includes('skumeter');
  return { format: isOld ? { ...format, name: 'FOCUS 1.0' } : format, positions };
}
