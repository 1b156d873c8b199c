package net.groupvpn.overlay.io.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final SplittableRandom random = new SplittableRandom(7);
  private final FrameReader reader = new FrameReader();
  private final List<byte[]> frames = new ArrayList<>();

  private byte[] randomFrame() {
    byte[] frame = new byte[1 + random.nextInt(FrameReader.MAX_FRAME_BYTES)];
    random.nextBytes(frame);
    return frame;
  }

  @Test
  void framesComeOutWholeHoweverTheBytesAreCut() {
    FrameQueue queue = new FrameQueue();
    ByteBuffer stream = ByteBuffer.allocate(FrameQueue.MAX_BYTES);
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] frame = randomFrame();
      assertThat(queue.offer(frame)).isTrue();
      sent.add(frame);
    }
    queue.drainTo(stream);
    stream.flip();

    while (stream.hasRemaining()) {
      byte[] some = new byte[Math.min(stream.remaining(), 1 + random.nextInt(700))];
      stream.get(some);
      assertThat(reader.read(ByteBuffer.wrap(some), frames::add)).isTrue();
    }

    assertThat(frames).containsExactlyElementsOf(sent);
  }

  @Test
  void lengthZeroAndOneThatIsTooLongEndTheStream() {
    assertThat(reader.read(ByteBuffer.wrap(new byte[] {0, 0}), frames::add)).isFalse();
    byte[] request = {'G', 'E', 'T', ' ', '/'};
    assertThat(new FrameReader().read(ByteBuffer.wrap(request), frames::add)).isFalse();
    assertThat(frames).isEmpty();
  }

  @Test
  void randomBytesNeverThrow() {
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      new FrameReader()
          .read(
              ByteBuffer.wrap(bytes),
              frame -> assertThat(frame.length).isBetween(1, FrameReader.MAX_FRAME_BYTES));
    }
  }

  @Test
  void whatDoesNotFitIntoTheQueueIsRefused() {
    FrameQueue queue = new FrameQueue();
    byte[] frame = new byte[FrameReader.MAX_FRAME_BYTES];
    int taken = 0;
    while (queue.offer(frame)) {
      taken++;
    }

    assertThat(taken)
        .isEqualTo(FrameQueue.MAX_BYTES / (FrameReader.LENGTH_BYTES + FrameReader.MAX_FRAME_BYTES));
  }
}
