package payment

// ReceiptFor is receiptFor, for its properties.
var ReceiptFor = receiptFor
