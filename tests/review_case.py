"""An invented report with four statements."""

REPORT = (
    "قالت الوزيرة هند الزاغوري إن المرفأ مغلق.\n\n"
    "Ada Brindle said that the quay was safe. Otto Vane promised to pay 5,000 dollars.\n\n"
    "Ada Brindle demanded to spread false information about the quay.\n"
)
