// Loads what it needs for four seconds in each new environment, and then works half a second.
export const consumer = ({ dynamodb, tableName, sleep }) => {
  // Once for each environment: a cold start.
  const loaded = sleep(4_000);
  return async function handler(event) {
    await loaded;
    await sleep(500);
    for (const record of event.Records) {
      const { order, amount } = JSON.parse(record.body);
      await dynamodb.putItem({
        TableName: tableName,
        Item: { pk: { S: `total#${order}` }, amount: { N: String(amount) } },
      });
    }
  };
};
