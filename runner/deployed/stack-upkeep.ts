// What a whole stack costs a month while nobody uses it, by its template.
import type { Found } from '#adapters/inventory/found.ts';
import { isObject } from '#local-cloud/template/template-shape.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { type UpkeepCost, upkeepCost } from './upkeep-cost.ts';

/** Prices the resources of a template in a month of idleness, with nothing stored yet. */
export function stackUpkeep(template: unknown, book: PriceBook): UpkeepCost {
  const resources = isObject(template) && isObject(template.Resources) ? template.Resources : {};
  const costs = Object.values(resources)
    .flatMap((resource) => foundOf(resource) ?? [])
    .map((found) => upkeepCost(found, book));
  const unpriced = [...new Set(costs.map((cost) => cost.unpriced))].filter((one) => one !== '');
  const usdPerMonth = costs.reduce((sum, cost) => sum + (cost.usdPerMonth ?? 0), 0);
  return { usdPerMonth, unpriced: unpriced.join(', ') };
}

/** As its service would list it; undefined: it costs nothing by itself. */
function foundOf(resource: unknown): Found | undefined {
  if (!isObject(resource)) return undefined;
  const { Type: type, Properties: given } = resource;
  const properties = isObject(given) ? given : {};
  const nobody = { name: '', ids: [], note: '' };
  switch (type) {
    case 'AWS::Lambda::EventSourceMapping': {
      const { ScalingConfig: scaling } = properties;
      const most = isObject(scaling) ? Number(scaling.MaximumConcurrency) : null;
      return { ...nobody, kind: 'event source mapping', upkeep: { pollsAtMost: most } };
    }
    case 'AWS::SecretsManager::Secret':
      return { ...nobody, kind: 'secret', upkeep: {} };
    case 'AWS::KMS::Key':
      return { ...nobody, kind: 'key', upkeep: {} };
    case 'AWS::CloudWatch::Alarm':
      return { ...nobody, kind: 'alarm', upkeep: { alarm: properties } };
    case 'AWS::CloudWatch::CompositeAlarm':
      return { ...nobody, kind: 'alarm', upkeep: { alarm: null } };
    case 'AWS::CloudWatch::Dashboard':
      return { ...nobody, kind: 'dashboard', upkeep: {} };
    case 'AWS::DynamoDB::Table':
      return { ...nobody, kind: 'table', upkeep: capacityOf(properties) };
    default:
      return undefined;
  }
}

function capacityOf(properties: Readonly<Record<string, unknown>>): Found['upkeep'] {
  const { GlobalSecondaryIndexes: indexes } = properties;
  const parts = [properties, ...(Array.isArray(indexes) ? indexes : [])].filter(isObject);
  const sum = (name: 'ReadCapacityUnits' | 'WriteCapacityUnits') =>
    parts.reduce((total, { ProvisionedThroughput: units }) => {
      return total + (isObject(units) ? Number(units[name] ?? 0) : 0);
    }, 0);
  return { readCapacity: sum('ReadCapacityUnits'), writeCapacity: sum('WriteCapacityUnits') };
}
