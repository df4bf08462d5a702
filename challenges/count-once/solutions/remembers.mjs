// Wrong: the memory of one environment. The copy comes to another one.
export const consumer = ({ dynamodb, tableName }) => {
  const seen = new Set();
  return async function handler(event) {
    for (const record of event.Records) {
      const { order, amount } = JSON.parse(record.body);
      if (!seen.has(order)) await add(amount);
      seen.add(order);
    }
  };

  async function add(amount) {
    await dynamodb.updateItem({
      TableName: tableName,
      Key: { pk: { S: 'total' } },
      UpdateExpression: 'ADD amount :amount',
      ExpressionAttributeValues: { ':amount': { N: String(amount) } },
    });
  }
};
