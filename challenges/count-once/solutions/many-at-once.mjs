// Another good answer: the items of a batch in one call, and again what it left.
export const consumer = ({ dynamodb, tableName }) => {
  return async function handler(event) {
    const orders = event.Records.map(({ body }) => JSON.parse(body));
    const amounts = new Map(orders.map(({ order, amount }) => [order, amount]));
    let left = [...amounts].map(([order, amount]) => put(order, amount));
    while (left.length > 0) {
      const RequestItems = { [tableName]: left };
      const { UnprocessedItems } = await dynamodb.batchWriteItem({ RequestItems });
      left = UnprocessedItems?.[tableName] ?? [];
    }
  };

  function put(order, amount) {
    const Item = { pk: { S: `total#${order}` }, amount: { N: String(amount) } };
    return { PutRequest: { Item } };
  }
};
