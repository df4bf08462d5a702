// Another good answer: all at once, and then what failed.
export const consumer = ({ dynamodb, tableName }) => {
  return async function handler(event) {
    const results = await Promise.allSettled(event.Records.map(count));
    const failed = event.Records.filter((_, at) => results[at].status === 'rejected');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };

  async function count(record) {
    const { order, amount } = JSON.parse(record.body);
    // One item for each order: to put it twice changes nothing.
    await dynamodb.putItem({
      TableName: tableName,
      Item: { pk: { S: `total#${order}` }, amount: { N: String(amount) } },
    });
  }
};
