package net.groupvpn.overlay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.tls.TlsSecurity;
import org.junit.jupiter.api.Test;

final class RecordKeysTest {
  private static final int INDEX = 0x1234;
  private static final byte[] MESSAGE = {1, 2, 3, 4, 5};

  /** The first secret, and the sender's own key and IV. */
  private static final int SENDER_EXPANSIONS = 3;

  private final AtomicInteger expansions = new AtomicInteger();
  private final Security security = counting(real());
  private final EpochSecret secret = EpochSecret.first(security, new byte[32], true);
  private final byte[] out = new byte[2_000];
  private SendKeys sender = new SendKeys(secret, INDEX, 0);
  private final ReceiveKeys receiver = new ReceiveKeys(secret, INDEX, 1_024);

  private static Security real() {
    SecureRandom random = new SecureRandom();
    return TlsSecurity.ofPublicOverlay(NodeKey.generate(random), random);
  }

  private Security counting(Security counted) {
    return (Security)
        Proxy.newProxyInstance(
            Security.class.getClassLoader(),
            new Class<?>[] {Security.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("expand")) {
                expansions.incrementAndGet();
              }
              return method.invoke(counted, arguments);
            });
  }

  private byte[] seal() {
    byte[] frame = new byte[MESSAGE.length + RecordSealer.OVERHEAD_BYTES];
    int length = sender.seal(MESSAGE, 0, MESSAGE.length, frame, 0);
    assertThat(length).isEqualTo(frame.length);
    return frame;
  }

  private int open(byte[] frame, long nowNanos) {
    return receiver.open(frame, 0, frame.length, out, 0, nowNanos);
  }

  @Test
  void aSealedRecordOpensOnce() {
    byte[] frame = seal();
    assertThat(open(frame, 0)).isEqualTo(MESSAGE.length);
    assertThat(Arrays.copyOf(out, MESSAGE.length)).isEqualTo(MESSAGE);
    assertThat(open(frame, 0)).isEqualTo(RecordOpener.REPLAYED);
  }

  @Test
  void aRecordCanBeSealedAndOpenedInPlace() {
    byte[] frame = new byte[100];
    System.arraycopy(MESSAGE, 0, frame, 24, MESSAGE.length);
    int length = sender.seal(frame, 24, MESSAGE.length, frame, 10);
    assertThat(receiver.open(frame, 10, length, frame, 24, 0)).isEqualTo(MESSAGE.length);
    assertThat(Arrays.copyOfRange(frame, 24, 24 + MESSAGE.length)).isEqualTo(MESSAGE);
  }

  @Test
  void everyChangedBitAndEveryCutIsForged() {
    byte[] frame = seal();
    for (int bit = 0; bit < frame.length * 8; bit++) {
      byte[] changed = frame.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(open(changed, 0)).isEqualTo(RecordOpener.FORGED);
    }
    for (int length = 0; length < frame.length; length++) {
      assertThat(open(Arrays.copyOf(frame, length), 0)).isEqualTo(RecordOpener.FORGED);
    }
    assertThat(open(frame, 0)).isEqualTo(MESSAGE.length);
  }

  @Test
  void aSkipOf64EpochsIsFollowedAndOneMoreIsNot() {
    for (int epoch = 0; epoch <= ReceiveKeys.MAX_EPOCHS_AHEAD; epoch++) {
      sender = sender.next(0);
    }
    assertThat(open(seal(), 0)).isEqualTo(RecordOpener.FORGED);
    sender = new SendKeys(secret.skipTo(ReceiveKeys.MAX_EPOCHS_AHEAD), INDEX, 0);
    assertThat(open(seal(), 0)).isEqualTo(MESSAGE.length);
  }

  @Test
  void thePreviousEpochIsTakenForTenSecondsAndAnEarlierOneNever() {
    byte[] early = seal();
    sender = sender.next(0);
    byte[] late = seal();
    byte[] later = seal();
    sender = sender.next(0);
    assertThat(open(seal(), 100)).isEqualTo(MESSAGE.length);
    assertThat(open(late, 100)).isEqualTo(RecordOpener.FORGED);
    assertThat(open(early, 100 + ReceiveKeys.PREVIOUS_EPOCH_NANOS)).isEqualTo(MESSAGE.length);
    assertThat(open(early, 100 + ReceiveKeys.PREVIOUS_EPOCH_NANOS))
        .isEqualTo(RecordOpener.REPLAYED);
    assertThat(open(early, 101 + ReceiveKeys.PREVIOUS_EPOCH_NANOS)).isEqualTo(RecordOpener.FORGED);
    assertThat(open(later, 101)).isEqualTo(RecordOpener.FORGED);
  }

  @Test
  void aForgedFutureEpochChangesNothing() {
    byte[] present = seal();
    sender = sender.next(0);
    byte[] forged = seal();
    forged[forged.length - 1] ^= 1;
    assertThat(open(forged, 0)).isEqualTo(RecordOpener.FORGED);
    assertThat(open(present, 2 * ReceiveKeys.PREVIOUS_EPOCH_NANOS)).isEqualTo(MESSAGE.length);
  }

  @Test
  void aFloodOfForgedFutureEpochsDerivesEachKeyOnce() {
    byte[] forged = seal();
    for (int i = 0; i < 10_000; i++) {
      forged[FrameHeader.SEALED_HEADER_BYTES - 7] = (byte) (i % (ReceiveKeys.MAX_EPOCHS_AHEAD + 9));
      forged[forged.length - 1] = (byte) i;
      open(forged, 0);
    }
    int keysAndIvs = 2 * (ReceiveKeys.MAX_EPOCHS_AHEAD + 1);
    int secrets = ReceiveKeys.MAX_EPOCHS_AHEAD;
    assertThat(expansions.get()).isLessThanOrEqualTo(keysAndIvs + secrets + SENDER_EXPANSIONS);
  }

  @Test
  void threadsNeverShareACounter() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<Long>> task =
          () -> {
            List<Long> counters = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
              counters.add(FrameHeader.counter(seal(), 0));
            }
            return counters;
          };
      Set<Long> all = new HashSet<>();
      for (Future<List<Long>> done : threads.invokeAll(List.of(task, task, task, task))) {
        all.addAll(done.get());
      }
      assertThat(all).hasSize(8_000);
    } finally {
      threads.shutdownNow();
    }
  }
}
