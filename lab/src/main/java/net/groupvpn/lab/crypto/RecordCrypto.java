package net.groupvpn.lab.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Seals or opens one record; {@code lab/crypto-bench} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class RecordCrypto {
  /** The implementation. */
  public enum By {
    PRODUCT,
    JDK_ARRAYS,
    JDK_DIRECT,
    BOUNCYCASTLE,
    CORRETTO
  }

  /** Set by JMH. */
  @Param public By by = By.PRODUCT;

  /** Bytes of plaintext; set by JMH. */
  @Param({"64", "576", "1400", "8900"})
  public int size;

  private Sealer sealer = new ProductSealer(0);
  private long counter;

  /** Called by JMH. */
  @Setup
  public void prepare() throws GeneralSecurityException {
    sealer =
        switch (by) {
          case PRODUCT -> new ProductSealer(size);
          case JDK_ARRAYS -> new ArraySealer(new JceCipher(null), size);
          case JDK_DIRECT -> new DirectSealer(new JceCipher(null), size);
          case BOUNCYCASTLE -> new ArraySealer(new JceCipher(new BouncyCastleProvider()), size);
          case CORRETTO ->
              new ArraySealer(new JceCipher(AmazonCorrettoCryptoProvider.INSTANCE), size);
        };
    sealer.seal(++counter);
  }

  /** An outgoing record. */
  @Benchmark
  public int seal() throws GeneralSecurityException {
    return sealer.seal(++counter);
  }

  /** An incoming record. */
  @Benchmark
  public int open() throws GeneralSecurityException {
    return sealer.open();
  }
}
