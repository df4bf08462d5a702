// An item for each order: the same order is the same item, however often it comes.
export const consumer = ({ dynamodb, tableName }) => {
  return async function handler(event) {
    for (const record of event.Records) await count(record);
  };

  async function count(record) {
    const { order, amount } = JSON.parse(record.body);
    await dynamodb.putItem({
      TableName: tableName,
      Item: { pk: { S: `total#${order}` }, amount: { N: String(amount) } },
    });
  }
};
