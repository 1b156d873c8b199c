package net.groupvpn.client.part;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.groupvpn.client.control.ControlException;
import net.groupvpn.overlay.io.NodeLoop;
import org.jspecify.annotations.Nullable;

/** Asks the engine on behalf of control connections, with a time limit. */
public final class Ask {
  private static final long ENGINE_MILLIS = 5_000;

  private Ask() {}

  /** A question that the engine answers at once. */
  public static <R> R now(NodeLoop loop, Supplier<R> question) throws ControlException {
    return get(loop.call(question), ENGINE_MILLIS);
  }

  /** A question whose answer follows later, at most once. */
  public interface Later<R> {
    void ask(Consumer<R> answer);
  }

  /** A question that the engine answers when others have answered; null if not in time. */
  public static <R> @Nullable R later(NodeLoop loop, long timeoutMillis, Later<R> question)
      throws ControlException {
    CompletableFuture<@Nullable R> answer = new CompletableFuture<>();
    boolean asked = now(loop, () -> askOnce(question, answer));
    return asked
        ? get(
            answer.completeOnTimeout(null, timeoutMillis, TimeUnit.MILLISECONDS),
            timeoutMillis + ENGINE_MILLIS)
        : null;
  }

  private static <R> boolean askOnce(Later<R> question, CompletableFuture<@Nullable R> answer) {
    question.ask(answer::complete);
    return true;
  }

  private static <R extends @Nullable Object> R get(CompletableFuture<R> answer, long millis)
      throws ControlException {
    try {
      return answer.get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted", "the client is stopping");
    } catch (ExecutionException e) {
      throw new ControlException("failed", String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      throw new ControlException("busy", "the engine did not answer in " + millis + " ms");
    }
  }
}
