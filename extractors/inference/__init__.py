"""Runs the shipped models with numpy, onnxruntime and CTranslate2; no training framework."""
