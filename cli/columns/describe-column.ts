// The one list of what each column means: for the files beside the tables, and for docs/columns.md.
import { hypothesisNames } from '#domain/policies.ts';
import { settingNames, stackSettings } from '#domain/stack/stack-settings.ts';
import { functionNames } from '#domain/stack-names.ts';
import {
  type BillableMeterName,
  billableMeters,
  billedServices,
} from '#pricing/billable-meters.ts';
import { policySentence } from '#runner/sentences/policy-sentence.ts';
import { type MeasureUnit, measures } from '../thresholds/measures.ts';
import { type ColumnTable, type ColumnWords, column } from './column-words.ts';
import { countWords } from './count-words.ts';
import { emptyFocusColumn, focusColumns } from './focus-columns.ts';
import { billedMeterWords, detailWords } from './meter-words.ts';
import {
  costColumns,
  effectColumns,
  identityColumns,
  monthColumns,
  resultColumns,
  runNumbers,
  sampleColumns,
  stationColumns,
  whatIfColumns,
} from './run-columns.ts';
import { stationPointColumns } from './station-columns.ts';
import { wireColumns } from './wire-columns.ts';

const named: ColumnTable = {
  ...monthColumns,
  ...costColumns,
  ...effectColumns,
  ...wireColumns,
  ...whatIfColumns,
  ...sampleColumns,
  ...runNumbers,
  ...resultColumns,
  ...identityColumns,
};

const measureUnits: Readonly<Record<MeasureUnit, string>> = {
  usd: 'US$',
  ms: 'ms',
  share: '0 to 1',
  number: '',
};

/** Groups of columns whose names begin alike, each by its beginning. */
const groups: Readonly<Record<string, (name: string) => ColumnWords | undefined>> = {
  count: ofCount,
  counts: ofCount,
  meter: ofMeter,
  meters: ofMeter,
  billUsd: ofService,
  vary: (name) => varied(name, 'month'),
};

/** Fields of a scenario that a sweep can vary begin with one of these. */
const fieldBeginnings: readonly string[] = [
  'storm',
  'timings',
  'target',
  'embedded',
  'full',
  'shape',
  'sizes',
  'faults',
];

/**
 * What a column of a table means; undefined where nobody has said it.
 * @param others the table's other columns: those of stations have meanings of their own
 */
export function describeColumn(
  name: string,
  others: readonly string[] = [],
): ColumnWords | undefined {
  if (others.includes('station')) return ofStations(name, others);
  if (others.includes('BilledCost')) return member(focusColumns, name) ?? emptyFocusColumn;
  const [beginning = '', ...rest] = name.split('.');
  return (
    member(named, name) ??
    member(groups, beginning)?.(rest.join('.')) ??
    ofMeasure(name) ??
    ofHypothesis(name) ??
    ofSetting(name) ??
    ofField(name, beginning)
  );
}

/** Of a sweep, all columns that are not its own are fields that were varied. */
function ofStations(name: string, others: readonly string[]): ColumnWords | undefined {
  if (!others.includes('ends')) return member(stationColumns, name);
  return member(stationPointColumns, name) ?? varied(name, 'station');
}

function varied(name: string, of: string): ColumnWords {
  const unit = /Ms(Min|Max|Base)?$/.test(name) ? 'ms' : '';
  return column(unit, `The varied field ${name} of the ${of}, or its factor, such as x0.5.`);
}

/** The unit of a billed meter in a result: the meter's own, of which a price may take many. */
export function meterUnit(name: BillableMeterName): string {
  const { pricedUnit, meterPerUnit } = billableMeters[name];
  if (meterPerUnit === 1) return `${pricedUnit}s`;
  if (name === 'logs.bytes') return 'bytes';
  return name.endsWith('ByteHours') ? 'byte-hours' : `${pricedUnit.replace('-month', '')}-hours`;
}

function ofCount(name: string): ColumnWords | undefined {
  const about = member(countWords, name);
  return about === undefined ? undefined : column('number', about);
}

function ofMeter(name: string): ColumnWords | undefined {
  const billed = Object.keys(billableMeters).find((one) => one === name);
  if (billed !== undefined) {
    const known = billed as BillableMeterName;
    return column(meterUnit(known), sentence(billedMeterWords[known]));
  }
  const ofFunction = functionNames.find((one) => name.endsWith(`.${one}`));
  const general = (ofFunction === undefined ? name : name.replace(ofFunction, '<function>'))
    .replace(/^faults\..*/, 'faults.<kind>')
    .replace(/^sqs\.[A-Z].*/, 'sqs.<operation>');
  const detail = member(detailWords, general);
  if (detail === undefined) return undefined;
  const special = general === name ? '' : ` Here: ${ofFunction ?? name.replace(/^.*\./, '')}.`;
  return column(detail.unit, `${sentence(detail.about)}${special}`);
}

function ofService(name: string): ColumnWords | undefined {
  const service = billedServices.find((one) => one === name);
  return service === undefined ? undefined : column('US$', `What ${service} bills.`);
}

function ofMeasure(name: string): ColumnWords | undefined {
  const measure = member(measures, name);
  if (measure === undefined) return undefined;
  const never = name === 'heal' ? ' Empty if that never came.' : '';
  return column(measureUnits[measure.unit], `${sentence(measure.about)}${never}`);
}

function ofHypothesis(name: string): ColumnWords | undefined {
  const known = hypothesisNames.find((one) => one === name);
  if (known === undefined) return undefined;
  return column('0 or 1', `Whether this hypothesis is meant: ${policySentence(known)}`);
}

function ofSetting(name: string): ColumnWords | undefined {
  if (name === 'cellNodes') return column('nodes', 'How many nodes a cell has, as varied.');
  const known = settingNames.find((one) => one === name);
  if (known === undefined) return undefined;
  const setting = stackSettings[known];
  const unit = 'unit' in setting ? setting.unit : '';
  return column(unit, `The varied setting ${name} of the stack (docs/costs.md).`);
}

function ofField(name: string, beginning: string): ColumnWords | undefined {
  if (!fieldBeginnings.includes(beginning)) return undefined;
  return varied(name, 'scenario');
}

/** What is written without a capital and a full stop. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}

function member<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
