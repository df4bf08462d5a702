// Adds each order to the total, and does not ask whether it has seen the order before.
export const consumer = ({ dynamodb, tableName }) =>
  async function handler(event) {
    for (const record of event.Records) {
      const { amount } = JSON.parse(record.body);
      await dynamodb.updateItem({
        TableName: tableName,
        Key: { pk: { S: 'total' } },
        UpdateExpression: 'ADD amount :amount',
        ExpressionAttributeValues: { ':amount': { N: String(amount) } },
      });
    }
  };
