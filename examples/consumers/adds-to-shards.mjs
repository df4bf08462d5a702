// As adds-once, but each order goes to one of ten totals, which it chooses by its own name.
const shards = 10;

export const consumer = ({ dynamodb, tableName }) =>
  async function handler(event) {
    for (const record of event.Records) {
      const { order, amount } = JSON.parse(record.body);
      const shard = Number(order.slice(1)) % shards;
      try {
        await dynamodb.transactWriteItems({
          TransactItems: [
            {
              Put: {
                TableName: tableName,
                Item: { pk: { S: `seen#${order}` } },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
            {
              Update: {
                TableName: tableName,
                Key: { pk: { S: `total#${shard}` } },
                UpdateExpression: 'ADD amount :amount',
                ExpressionAttributeValues: { ':amount': { N: String(amount) } },
              },
            },
          ],
        });
      } catch (error) {
        if (error.CancellationReasons?.[0]?.Code !== 'ConditionalCheckFailed') throw error;
      }
    }
  };
