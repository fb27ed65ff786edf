"""The words that tell what a name is: heads of noun phrases and cue words, in one place, to be read and amended."""

from __future__ import annotations

import re

from papergraph.model import EntityType

TYPE_WORDS = {
    EntityType.BENCHMARK: re.compile(
        r"\b(?:benchmarks?|datasets?|data sets?|corpus|corpora|test ?beds?|suites?|challenges?|leaderboards?"
        r"|simulators?"
        r"|tasks?|environments?|test sets?|splits?|games?|collections?|evaluat\w+)\b",
        re.IGNORECASE,
    ),
    EntityType.MODEL: re.compile(
        r"\b(?:models?|LLMs?|VLMs?|MLLMs?|backbones?|encoders?|decoders?|networks?|checkpoints?|weights|transformers?"
        r"|series|family|pre-?trained|fine-?tun\w+|chatbots?|assistants?)\b"
    ),
    EntityType.METHOD: re.compile(
        r"\b(?:methods?|algorithms?|approach(?:es)?|frameworks?|techniques?|optimizers?|modules?|layers?|strateg(?:y"
        r"|ies)"
        r"|systems?|pipelines?|mechanisms?|paradigms?|procedures?|schemes?|libraries|library|toolkit|estimators?)\b"
    ),
    EntityType.TASK: re.compile(r"\b(?:tasks?|problems?|applications?|setting)\b"),
    EntityType.METRIC: re.compile(r"\b(?:metrics?|scores?|measures?|%|rates?|points?|improve\w*|reduc\w+|values?)"),
}
"""For each type, the words beside which an ambiguous name is of that type."""

HEADS = {
    EntityType.BENCHMARK: frozenset(
        "dataset datasets corpus corpora benchmark benchmarks challenge leaderboard suite treebank database arena"
        " gym testbed"
        " bench exam".split()
    ),
    EntityType.MODEL: frozenset("bert gpt llama".split()),
    EntityType.METRIC: frozenset(
        "accuracy error precision recall score scores rate rates distance index perplexity similarity f1 latency"
        " throughput regret"
        " loss entropy ratio coefficient correlation bleu rouge auc map iou psnr ssim divergence area overlap"
        " fidelity".split()
    ),
    EntityType.TASK: frozenset(
        "answering recognition detection segmentation translation generation reconstruction classification"
        " summarization"
        " summarisation prediction forecasting estimation retrieval tracking parsing synthesis restoration"
        " super-resolution"
        " superresolution denoising deblurring inpainting captioning completion planning navigation manipulation"
        " localization"
        " verification reasoning extraction editing recommendation matching registration grounding labeling"
        " disambiguation"
        " linking resolution inference problem problems understanding adaptation generalization unlearning discovery"
        " control"
        " interaction re-identification identification separation odometry mapping rendering".split()
    ),
    EntityType.METHOD: frozenset(
        "network networks learning optimization method methods algorithm attention transformer transformers model"
        " models"
        " autoencoder autoencoders regression sampling search tuning prompting pretraining training distillation"
        " gradient"
        " descent process processes machine machines framework decoding encoding embedding embeddings estimator"
        " inference"
        " programming ascent mixture experts field fields policy strategy architecture module mechanism adapter"
        " propagation"
        " flow flows kernel kernels tree trees forest forests regularization normalization augmentation decomposition"
        " factorization alignment quantization pruning cache memory agent agents function functions thought filter"
        " equation"
        " system systems approach technique paradigm protocol optimizer loss graph graphs splatting projection solver"
        " scheduler approximation bandit bandits diffusion convolution pooling ensemble ensembles perceptron"
        " generation"
        " fusion aggregation selection averaging masking matching routing verification steering editing"
        " reasoning".split()
    ),
}
"""The last word of a long form or of a capitalised phrase, and the type it makes likely, in order of precedence."""

NO_ENTITY_HEADS = frozenset(
    "imaging disease disorder sclerosis record records data intelligence science vision workshop conference university"
    " institute agency association interface interfaces language processing unit units hardware chip lab state states"
    " virus cancer patient patients image images scan scans health care services service theory knowledge user users"
    " question questions environment environments setting settings market vehicle vehicles robot robots drone drones"
    " system-level"
    " things cost costs resource resources people law policy-makers regulation act things node nodes point points"
    " modality objective objectives property space variable variables distribution".split()
)
"""The last word of a long form that is no entity."""

NO_NAMES = frozenset(
    "AI ML NLP CV DL US UK EU USA UN GPU GPUs CPU CPUs TPU TPUs API APIs SOTA SoTA PC OS IT ID IDs RGB RGBD RGB-D"
    " PDF HTML XML JSON URL"
    " HTTP HPC IoT RAM SSD USB SQL CSV YAML I II III IV V VI VII VIII IX X A B C D E G H K N P Q R S T W Y Z CS EHR"
    " EHRs MRI CT"
    " NVIDIA AMD Intel Apple Google Meta Microsoft OpenAI Amazon IBM DeepMind Anthropic HuggingFace Hugging Face"
    " GitHub Github"
    " YouTube Twitter Facebook ICLR ICML NeurIPS NIPS CVPR ICCV ECCV ACL EMNLP NAACL AAAI IJCAI KDD WWW SIGIR CIKM"
    " TREC-style"
    " AGI STEM QA 2D 3D 4D 1D 6D 6DoF 5G 4G 6G A100 H100 V100 RTX CUDA FPGA ASIC DNA RNA COVID COVID-19 LGBTQ TV UI"
    " GUI UX PhD MS PhDs"
    " OOD IID i.i.d ID-OOD SLO SLOs QoS KPI KPIs ROI FAQ FAIR NP PSPACE NPU NPUs LiDAR RF IR UV ECG EEG fMRI PET EMR"
    " EMRs ICU"
    " DoF e.g i.e etc vs SQL-based CPU-GPU M K B GB MB TB KB ms Hz kHz FP16 FP32 BF16 FP8 INT8 INT4 4-bit 8-bit"
    " 2-bit dB FPS".split()
)
"""Capitalised words that name nothing a paper graph should hold: fields, hardware, companies, venues, units."""

INTRODUCES = re.compile(
    r"\b(?:we|this (?:paper|work|article|study|thesis|report)|the (?:paper|authors?)|authors|here)\b[^.;]{0,60}?\b(?:"
    r"propos|introduc|present|develop|design|releas|creat|construct|build|built|publish|devis|contribut|establish"
    r"|collect"
    r"|curat|coin|term|call|dub|nam|open-sourc|unveil|formulat|describ|offer|provid|put forward|synthesi[sz]|train"
    r")(?:e|es|ed|ing|s|t)?\b",
    re.IGNORECASE,
)
NAMING = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|titled|namely|denoted(?: as)?|nicknamed|abbreviated(?: as)?"
    r"|which we (?:call|term|name|dub|refer to as)"
    r"|we (?:call|term|name|dub)(?: (?:it|this|our \w+|the resulting \w+))?|referred to as)\s+(?:as\s+)?(?:the\s+"
    r"|an?\s+)?[\"'`*]*$",
    re.IGNORECASE,
)
"""What stands right before a coined name."""
