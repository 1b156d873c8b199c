package net.groupvpn.lab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The core is told the time and does no I/O: it never asks. */
@AnalyzeClasses(packages = "net.groupvpn", importOptions = DoNotIncludeTests.class)
class CoreIsPureTest {
  private static final DescribedPredicate<JavaClass> CORE =
      DescribedPredicate.describe(
          "the core",
          type ->
              (type.getPackageName().startsWith("net.groupvpn.overlay")
                      || type.getPackageName().startsWith("net.groupvpn.dhcpdns")
                      || type.getPackageName().startsWith("net.groupvpn.gateway"))
                  && !type.getPackageName().startsWith("net.groupvpn.overlay.io")
                  && !type.getPackageName().startsWith("net.groupvpn.gateway.nat.io"));

  @ArchTest
  static final ArchRule coreAsksNoClock =
      noClasses()
          .that(CORE)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule coreOpensNoSocketsAndStartsNoThreads =
      noClasses()
          .that(CORE)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.net\\.(Socket|ServerSocket|DatagramSocket|MulticastSocket)"
                  + "|java\\.nio\\.channels\\..*"
                  + "|java\\.lang\\.Thread"
                  + "|java\\.util\\.concurrent\\.(Executors|CompletableFuture|ExecutorService)");

  @ArchTest
  static final ArchRule coreDrawsNoChanceOfItsOwn =
      noClasses()
          .that(CORE)
          .and()
          .resideOutsideOfPackages("net.groupvpn.overlay.identity..", "net.groupvpn.overlay.tls..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class, SecureRandom.class);
}
