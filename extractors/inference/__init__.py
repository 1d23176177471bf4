"""What runs the shipped models: numpy and CTranslate2, no training framework."""
