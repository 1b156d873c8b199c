package net.groupvpn.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.groupvpn.lab.bed.Testbed;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test, with a message, where namespaces and TAP devices cannot be made; never in CI. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsRoot.Condition.class)
public @interface NeedsRoot {
  /** The check itself. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Testbed.isPossible()) {
        return ConditionEvaluationResult.enabled("root, TUN and namespaces are here");
      }
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException("CI must have root, /dev/net/tun and iproute2");
      }
      return ConditionEvaluationResult.disabled("SKIPPED: needs root, /dev/net/tun and iproute2");
    }
  }
}
