"""Asks each service of the endpoint at AWS_ENDPOINT_URL through boto3; any wrong answer is an error."""

import os

import boto3
from botocore.exceptions import ClientError

# boto3 reads AWS_ENDPOINT_URL since 1.28.
ENDPOINT = os.environ["AWS_ENDPOINT_URL"]


def client(name):
    return boto3.client(name, endpoint_url=ENDPOINT)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"expected {code}")


def ask_sqs():
    sqs = client("sqs")
    name = f"from-boto3-{boto3.__version__.replace('.', '-')}"
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"})["QueueUrl"]
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    assert url in sqs.list_queues(QueueNamePrefix="from-boto3")["QueueUrls"]
    body = "h\u00e9llo <&>\"' \r\n\t end"
    attributes = {
        "number": {"DataType": "Number", "StringValue": "5"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=attributes)
    batch = sqs.send_message_batch(
        QueueUrl=url,
        Entries=[
            {"Id": "good", "MessageBody": "x"},
            {"Id": "bad", "MessageBody": "y", "DelaySeconds": 901},
        ],
    )
    assert [entry["Id"] for entry in batch["Successful"]] == ["good"]
    assert [entry["Code"] for entry in batch["Failed"]] == ["InvalidParameterValue"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (found["VisibilityTimeout"], found["ApproximateNumberOfMessages"]) == ("7", "2")
    # boto3 checks the digests of bodies and attributes itself.
    messages = sqs.receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=10,
        WaitTimeSeconds=1,
        AttributeNames=["All"],
        MessageAttributeNames=["All"],
    )["Messages"]
    first = next(message for message in messages if message["Body"] == body)
    assert first["MessageAttributes"]["bytes"]["BinaryValue"] == b"\x00\xff"
    assert first["Attributes"]["ApproximateReceiveCount"] == "1"
    handle = first["ReceiptHandle"]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=30)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
    missing = "AWS.SimpleQueueService.NonExistentQueue"
    refused(missing, sqs.get_queue_url, QueueName="nobody")
    sqs.delete_queue(QueueUrl=url)


def ask_dynamodb():
    dynamodb = client("dynamodb")
    dynamodb.create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.get_waiter("table_exists").wait(TableName="things")
    item = {"pk": {"S": "a"}, "bytes": {"B": b"\x01"}}
    dynamodb.put_item(TableName="things", Item=item)
    assert dynamodb.get_item(TableName="things", Key={"pk": {"S": "a"}})["Item"] == item
    dynamodb.delete_table(TableName="things")
    assert "things" not in dynamodb.list_tables()["TableNames"]


def ask_lambda():
    functions = client("lambda")
    names = [each["FunctionName"] for each in functions.list_functions()["Functions"]]
    observe = next(name for name in names if "Observe" in name)
    answer = functions.invoke(FunctionName=observe, Payload=b'{"runId":"nobody"}')
    assert answer["FunctionError"] == "Unhandled"
    assert b"errorType" in answer["Payload"].read()
    assert functions.invoke(FunctionName=observe, InvocationType="Event")["StatusCode"] == 202
    refused("ResourceNotFoundException", functions.invoke, FunctionName="nobody")
    refused("LocalCloudUnsupported", functions.delete_function, FunctionName=observe)
    assert len(functions.list_event_source_mappings()["EventSourceMappings"]) == 3


def ask_the_rest():
    assert client("sts").get_caller_identity()["Account"] == "000000000000"
    cloudformation = client("cloudformation")
    stack = cloudformation.describe_stacks(StackName="Rebootstorm")["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    assert outputs["LoginQueueUrl"].startswith(ENDPOINT)
    refused("ValidationError", cloudformation.describe_stacks, StackName="Nobody")
    states = client("stepfunctions")
    machine = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    assert machine == outputs["StateMachineArn"]
    started = states.start_execution(stateMachineArn=machine, input='{"runId":"nobody"}')
    states.describe_execution(executionArn=started["executionArn"])
    secrets = client("secretsmanager")
    name = secrets.list_secrets()["SecretList"][0]["Name"]
    assert secrets.get_secret_value(SecretId=name)["SecretString"]
    refused("LocalCloudUnsupported", client("ssm").get_parameter, Name="x")
    refused("LocalCloudUnsupported", client("s3").list_buckets)
    refused("LocalCloudUnsupported", client("sns").list_topics)


ask_sqs()
ask_dynamodb()
ask_lambda()
ask_the_rest()
print(f"boto3 {boto3.__version__}: every answer is right")
