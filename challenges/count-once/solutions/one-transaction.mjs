// Wrong: right, and dear. A transaction writes two items, and each is billed twice.
export const consumer = ({ dynamodb, tableName }) =>
  async function handler(event) {
    for (const record of event.Records) {
      const { order, amount } = JSON.parse(record.body);
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
                Key: { pk: { S: 'total' } },
                UpdateExpression: 'ADD amount :amount',
                ExpressionAttributeValues: { ':amount': { N: String(amount) } },
              },
            },
          ],
        });
      } catch (error) {
        if (!wasSeen(error)) throw error;
      }
    }
  };

/** Whether the transaction was cancelled because the order's mark was there. */
function wasSeen(error) {
  return error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed';
}
