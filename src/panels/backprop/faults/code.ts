/** What each mistake looks like in code, beside what should stand there: as one writes it with NumPy or PyTorch. */

export interface FaultCode {
  wrong: readonly string[];
  right: readonly string[];
}

export const FAULT_CODE: Readonly<Record<string, FaultCode>> = {
  gradientsNotZeroed: {
    wrong: ['loss.backward()', 'optimizer.step()'],
    right: ['optimizer.zero_grad()', 'loss.backward()', 'optimizer.step()'],
  },
  overwriteAtFork: {
    wrong: ['x.grad = w * out.grad'],
    right: ['x.grad += w * out.grad'],
  },
  updatedWeights: {
    wrong: ['W2 -= lr * dW2', 'dh = delta2 @ W2.T'],
    right: ['dh = delta2 @ W2.T', 'W2 -= lr * dW2'],
  },
  forgottenDerivative: {
    wrong: ['delta1 = dh'],
    right: ['delta1 = dh * f_prime(z1)'],
  },
  missingTranspose: {
    wrong: ['dh = delta2 @ W2'],
    right: ['dh = delta2 @ W2.T'],
  },
  doubleSoftmax: {
    wrong: ['p = softmax(z)', 'loss = cross_entropy(p, y)'],
    right: ['loss = cross_entropy(z, y)'],
  },
  signError: {
    wrong: ['delta = y - y_hat'],
    right: ['delta = y_hat - y'],
  },
  wrongLossScaling: {
    wrong: ['loss = e.mean()', 'dW = X.T @ delta'],
    right: ['loss = e.mean()', 'dW = X.T @ delta / len(X)'],
  },
  noBiasCorrection: {
    wrong: ['W -= lr * m / (np.sqrt(v) + eps)'],
    right: ['m_hat = m / (1 - beta1**t)', 'v_hat = v / (1 - beta2**t)', 'W -= lr * m_hat / (np.sqrt(v_hat) + eps)'],
  },
  momentsReset: {
    wrong: ['for epoch in range(epochs):', '    opt = Adam(params)'],
    right: ['opt = Adam(params)', 'for epoch in range(epochs):'],
  },
};
