// Wrong: a crash may come between the mark and the sum, and then the order is never added.
export const consumer = ({ dynamodb, tableName }) =>
  async function handler(event) {
    for (const record of event.Records) {
      const { order, amount } = JSON.parse(record.body);
      const isNew = await mark(order);
      if (isNew) await add(amount);
    }

    async function mark(order) {
      try {
        await dynamodb.putItem({
          TableName: tableName,
          Item: { pk: { S: `seen#${order}` } },
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        return true;
      } catch (error) {
        if (error.name === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    }

    async function add(amount) {
      await dynamodb.updateItem({
        TableName: tableName,
        Key: { pk: { S: 'total' } },
        UpdateExpression: 'ADD amount :amount',
        ExpressionAttributeValues: { ':amount': { N: String(amount) } },
      });
    }
  };
