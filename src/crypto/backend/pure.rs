//! RSA and ECDSA in Rust alone: verification only.

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPublicKey, pkcs1::DecodeRsaPublicKey};

use crate::crypto::{Curve, Digest, DigestAlgorithm, SignatureAlgorithm, VerifyError};
